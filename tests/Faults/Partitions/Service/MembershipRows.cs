using System.Text.Json;
using SessionGrains.Cluster.Tests.Processes;
using StackExchange.Redis;

namespace SessionGrains.Faults.Tests.Partitions.Service;

/// <summary>The rows of the silos in Redis, as Orleans keeps them.</summary>
internal sealed class MembershipRows(string redis)
{
    private const string Key = "session-grains/members/local";
    private const int Dead = 6;

    /// <summary>Completes when a silo has voted another dead, or else when one is declared dead.</summary>
    public async Task UntilAsync(bool vote)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var before = Count(await ReadAsync(connection));
        await Deadline.UntilAsync(
            async () => Count(await ReadAsync(connection)) is var now && (now.Dead > before.Dead || (vote && now.Votes > before.Votes)),
            () => "no silo was suspected");
    }

    private static (int Dead, int Votes) Count(List<(int Status, int Votes)> rows) => (rows.Count(static row => row.Status == Dead), rows.Where(static row => row.Status != Dead).Sum(static row => row.Votes));

    private static async Task<List<(int Status, int Votes)>> ReadAsync(ConnectionMultiplexer connection) =>
        [.. (await connection.GetDatabase().HashGetAllAsync(Key)).Where(static row => row.Name != "Version").Select(static row => Read(JsonDocument.Parse((string)row.Value!).RootElement))];

    private static (int Status, int Votes) Read(JsonElement row) => (row.GetProperty("Status").GetInt32(), row.GetProperty("SuspectTimes") is { ValueKind: JsonValueKind.Array } votes ? votes.GetArrayLength() : 0);
}
