using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Timeouts;

namespace SessionGrains.Sessions;

/// <summary>What the session grains of a silo share. One object, so that an activation carries one reference.</summary>
internal sealed record SessionSurroundings(SessionPersistence Persistence, SessionReports Reports, OpenSessions Open, Admission Admission, DeadlineWheel Wheel, ResidentSessions Residents);
