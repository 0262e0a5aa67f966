import Domain
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection whose request does not arrive, or whose answer is not taken, in time: half of a form sent byte by
/// byte holds a place for nobody. A request without a body that never ends its head is ended as idle.
///
/// An answer may come before the whole of a body did, when there is too much of it. What follows is let go by, up to a
/// bound, since many send everything before they read: a connection that ended at once would take the answer with it.
final class Patience: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long nothing may happen on a connection: a head that does not come whole counts as nothing.
    static let idle = TimeAmount.seconds(30)
    /// A body has a minute, and a second more for every 20 kilobytes that it says to have, for slow lines.
    static func body(_ length: Int) -> TimeAmount { .seconds(60 + Int64(min(max(0, length), 64 << 20) / 20_000)) }
    static let answer = TimeAmount.seconds(600)
    /// How much of a body is let go by after its answer: twice what a form may have.
    static let letBy = 128 << 20

    private let connections: Connections
    private var number: Int?
    private var end: Scheduled<Void>?
    private var isArriving = false
    /// Requests that began and are not answered yet: more than one where they are sent without waiting.
    private var begun = 0
    /// What was let go by of a body that is answered already; nil while it is wanted.
    private var gone: Int?

    init(_ connections: Connections) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { opened(context) } }

    func channelActive(context: ChannelHandlerContext) {
        opened(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let length = head.headerFields[.contentLength].flatMap { Whole.reading($0) } ?? 0
            isArriving = true
            begun += 1
            wait(Patience.body(length), context)
        case .body(let bytes):
            guard let before = gone else { break }
            let gone = before + bytes.readableBytes
            self.gone = gone
            guard gone <= Patience.letBy else { return context.close(promise: nil) }
            // That something came is said on, its bytes are not.
            context.fireChannelRead(wrapInboundOut(.body(ByteBuffer())))
            return context.read()
        case .end:
            isArriving = false
            number.map(connections.asked)
            if gone == nil { wait(Patience.answer, context) } else { end?.cancel() }
            gone = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
            let loop = context.eventLoop
            let bound = NIOLoopBound((self, context), eventLoop: loop)
            promise.futureResult.hop(to: loop).whenComplete { _ in
                let (patience, context) = bound.value
                patience.answered(context)
            }
            return context.write(data, promise: promise)
        }
        context.write(data, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) { closed() }
    func channelInactive(context: ChannelHandlerContext) {
        closed()
        context.fireChannelInactive()
    }

    private func opened(_ context: ChannelHandlerContext) {
        guard number == nil else { return }
        let channel = context.channel
        number = connections.opened(from: channel.remoteAddress?.ipAddress ?? "") { channel.close(promise: nil) }
    }

    private func answered(_ context: ChannelHandlerContext) {
        number.map(connections.answered)
        begun -= 1
        guard begun == 0, isArriving else {
            if begun == 0 { end?.cancel() }
            return
        }
        // The rest still has no longer than the whole had.
        gone = 0
        context.read()
    }

    private func closed() {
        end?.cancel()
        number.map(connections.closed)
        number = nil
    }

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        end?.cancel()
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
