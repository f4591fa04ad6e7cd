using System.Text;
using System.Text.Json;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>The files that name erased sessions: a line of JSON for each. Name and bytes follow from the erasure alone.</summary>
internal static class Tombstones
{
    public static string NameOf(ErasedSessions sessions) => $"erased/{sessions.Name}.jsonl";

    public static byte[] Write(ErasedSessions sessions)
    {
        var lines = new StringBuilder();
        foreach (var id in sessions.SessionIds)
        {
            lines.Append(JsonSerializer.Serialize(new { session_id = id, erased_at = Values.Instant(sessions.ErasedAtMs) })).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
