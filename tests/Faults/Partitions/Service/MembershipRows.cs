using StackExchange.Redis;

namespace SessionGrains.Faults.Tests;

/// <summary>The rows of the silos in Redis, as Orleans keeps them.</summary>
internal sealed class MembershipRows(string redis)
{
    private const string Key = "session-grains/members/local";
    private const int Active = 3;
    private const int Dead = 6;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>Completes when a silo has voted another dead, or else when one is declared dead.</summary>
    public async Task UntilAsync(bool vote)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var before = Count(await ReadAsync(connection));
        await Deadline.UntilAsync(
            async () => Count(await ReadAsync(connection)) is var now && (now.Dead > before.Dead || (vote && now.Votes > before.Votes)),
            () => "no silo was suspected");
    }

    private static (int Dead, int Votes) Count(List<Row> rows) => (rows.Count(static row => row.Status == Dead), rows.Where(static row => row.Status != Dead).Sum(static row => row.Votes));

    /// <summary>Completes when so many silos are active and each has reported within 10 s that it is alive.</summary>
    public async Task SettledAsync(int silos)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        await Deadline.UntilAsync(
            async () => await ReadAsync(connection) is var rows && rows.Count(static row => row.Status == Active) == silos
                && rows.TrueForAll(static row => row.Status == Dead || (row.Status == Active && DateTime.UtcNow - row.Alive < Fresh)),
            () => "the silos do not agree that all of them live");
    }

    private static async Task<List<Row>> ReadAsync(ConnectionMultiplexer connection) =>
        [.. (await connection.GetDatabase().HashGetAllAsync(Key)).Where(static row => row.Name != "Version").Select(static row => Read(JsonDocument.Parse((string)row.Value!).RootElement))];

    private static Row Read(JsonElement row) => new(
        row.GetProperty("Status").GetInt32(),
        row.GetProperty("SuspectTimes") is { ValueKind: JsonValueKind.Array } votes ? votes.GetArrayLength() : 0,
        row.GetProperty("IAmAliveTime").GetDateTime());

    private readonly record struct Row(int Status, int Votes, DateTime Alive);
}
