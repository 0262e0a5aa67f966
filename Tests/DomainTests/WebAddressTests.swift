import Domain
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        "https://example.org", "http://example.org/a?b=1&c='d'#e", "HTTPS://Example.org", "https://example.org/č",
        "https://[::1]/",
    ])
    func `an address of the web is taken`(text: String) {
        #expect(WebAddress(text)?.text == text)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://example.org",
        "//example.org", "example.org", "https://", "https:///x",
        "https://a b.org", " https://example.org", "https://example.org\n", "https://example.org/\"x",
        "https://example.org/<x>", "java\u{0}script:x", "https:/example.org", "",
        "https://example.org/\u{7F}", "mailto:a@example.org",
    ])
    func `what must not stand behind a link is refused`(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `the label of a link is its server`() {
        #expect(WebAddress("https://www.example.org/a/b?c#d")?.host == "www.example.org")
        #expect(WebAddress("http://example.org?x")?.host == "example.org")
    }
}
