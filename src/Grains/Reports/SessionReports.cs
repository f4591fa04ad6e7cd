using Orleans.Serialization;
using SessionGrains.Quarantine;
using SessionGrains.Sessions;
using SessionGrains.Telemetry;
using SessionGrains.Tracking;

namespace SessionGrains.Reports;

/// <summary>
/// A report is the view of a finished session, in the bytes of Orleans' serializer: the front door that reads the log renders it as it renders a
/// live session. Written in the batch that stores the closed session, kept once per session by the store.
/// </summary>
internal sealed class SessionReports(SessionPersistence persistence, Serializer<SessionView> serializer, SiloInstruments instruments)
{
    /// <summary>What a report's checksum is over, beside the session's id and its bytes.</summary>
    public static string Kind { get; } = RecordKind.Report.Name();

    /// <summary>The report of a finished session.</summary>
    public async Task<byte[]> Make(GrainId id, Session session)
    {
        var start = await persistence.ReadStart(id) ?? throw persistence.Unreadable(id, RecordKind.Start, new(UnreadableReason.Damaged, 0));
        var sessionId = id.Key.ToString()!;
        return RecordChecksum.Seal(sessionId, Kind, serializer.SerializeToArray(SessionViews.Of(sessionId, session, start.Request.Body)));
    }

    /// <summary>The report is stored.</summary>
    public void NoteStored(Session session) => instruments.NoteClosed(session);
}
