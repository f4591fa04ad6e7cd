using Orleans.Serialization;
using SessionGrains.Messages;
using SessionGrains.Quarantine;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// What finished sessions leave: a report is the view of one, in the bytes of Orleans' serializer, so that the front door that reads the log renders it as it renders a
/// live session. Written in the batch that stores the closed session, kept once per session by the store.
/// </summary>
internal sealed class ClosingReports(Serializer<SessionView> serializer, SessionInstruments instruments)
{
    /// <summary>The report of a finished session.</summary>
    public byte[] Make(string sessionId, Session session, byte[] startBody) =>
        RecordChecksum.Seal(sessionId, RecordKind.Report.Name(), serializer.SerializeToArray(SessionViews.Of(sessionId, session, startBody)));

    /// <summary>The report is stored.</summary>
    public void RecordStored(Session session) => instruments.RecordClosed(session);
}
