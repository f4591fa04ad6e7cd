using SessionGrains.Api.Bodies;
using SessionGrains.Api.Outcomes;
using SessionGrains.Api.Reading;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>Parses the bodies of players' requests.</summary>
internal sealed class RequestReader(IOptions<ValidationOptions> validation)
{
    private readonly ValidationMode _mode = validation.Value.ParsedMode;

    /// <summary>
    /// Parses the body and returns its buffer: hundreds of requests wait for the store, and none of them needs it. A start or downloaded session keeps a copy.
    /// </summary>
    public ReadRequest Read(PlayerOperation operation, in ReceivedBody body)
    {
        using var received = body;
        if (body.Result != ReceiveResult.Complete)
            return new(operation.ToKind(), body.Result);

        return operation switch
        {
            PlayerOperation.Track => ReadEvent(body.Span),
            PlayerOperation.Start when !WireReader.IsArray(body.Span) => ReadStart(body.Span.ToArray()),
            _ => ReadDownloaded(body.Span.ToArray(), requireDownloadedFlag: operation == PlayerOperation.Start),
        };
    }

    private ReadRequest ReadEvent(ReadOnlySpan<byte> body) => WireReader.TryReadEvent(body, _mode, out var playerEvent, out var violations)
        ? new(RequestKind.Of(playerEvent.Type), playerEvent)
        : new(RequestKind.UnreadEvent, violations);

    private ReadRequest ReadStart(byte[] body) => WireReader.TryReadSessionStart(body, _mode, out var start, out var violations)
        ? new(RequestKind.Start, start)
        : new(RequestKind.Start, violations);

    private ReadRequest ReadDownloaded(byte[] body, bool requireDownloadedFlag) =>
        WireReader.TryReadDownloaded(body, _mode, requireDownloadedFlag, out var batch, out var violations)
            ? new(RequestKind.Downloaded, new DownloadedSession(SessionId.OfDownloaded(body), batch))
            : new(RequestKind.Downloaded, violations);
}
