import Domain
import Foundation

/// What the process still says when a fault of ours, or of the machine, ends it: one line in the log, and the end at once.
///
/// Swift's own backtraces would take it seconds, in which port and folder stay taken and nobody is answered. Whoever
/// wants them sets `SWIFT_BACKTRACE=enable=yes`.
enum LastWords {
    /// Made before it is needed: whoever is about to end must not ask for memory.
    private nonisolated(unsafe) static let line: UnsafeMutableBufferPointer<UInt8> = {
        let text = "0000-00-00T00:00:00+0000 critical grozd: ended by signal 00; what was answered is kept\n"
        let line = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        _ = line.update(fromContentsOf: text.utf8)
        return line
    }()

    static func arrange() {
        if ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"]?.contains("enable=yes") == true { return }
        _ = line.count
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                LastWords.say(number, at: time(nil))
                raise(number)
            }
            // Once only, and then as if nobody had listened.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | Int32(SA_NODEFER)
            sigaction(signal, &action, nil)
        }
    }

    private static func say(_ signal: Int32, at seconds: Int) {
        let (year, month, day) = Day(count: seconds / 86_400).parts
        put(year / 100, at: 0)
        put(year % 100, at: 2)
        put(month, at: 5)
        put(day, at: 8)
        put(seconds / 3_600 % 24, at: 11)
        put(seconds / 60 % 60, at: 14)
        put(seconds % 60, at: 17)
        put(Int(signal), at: 57)
        _ = write(2, line.baseAddress, line.count)
    }

    private static func put(_ number: Int, at place: Int) {
        line[place] = UInt8(truncatingIfNeeded: 48 + number / 10 % 10)
        line[place + 1] = UInt8(truncatingIfNeeded: 48 + number % 10)
    }
}
