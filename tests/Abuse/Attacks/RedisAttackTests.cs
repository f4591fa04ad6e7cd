namespace SessionGrains.Abuse.Tests;

/// <summary>What is big and what is absurd, on the other store.</summary>
public sealed class RedisAttackTests(OnRedis service, ITestOutputHelper output) : AttackTests(service, output), IClassFixture<OnRedis>
{
    private const int Sessions = 150;

    [RedisFact]
    public Task Big_and_absurd_sessions_leave_a_service_on_Redis_readable() => WithstandAsync(async (attacker, _) =>
    {
        var sessions = new List<string>();
        var ts = EventText.Now;

        // Compressing costs whoever sends it more than it costs the service.
        var start = Body.Brotli(EventText.Start("redis", more: Filling.Text("media.name", Filling.Object / 2)));
        await Attacker.AtOnceAsync(Enumerable.Range(0, Sessions), async number =>
        {
            var extreme = ExtremeNumbers.All[number % ExtremeNumbers.All.Count];
            if ((await attacker.PostAsync("/api/v1/sessions", start)).Location is not { } session)
                return;

            lock (sessions)
                sessions.Add(session);
            foreach (var type in EventText.Types)
                await attacker.SendAsync(session, EventText.Of(type, ts, 1, qoe: $"\"media.qoe.bitrate\":{extreme}," + Filling.Members(Filling.Object / 4, "q", extreme), after: Filling.Members(Filling.Object / 4)));
        });
        return [.. sessions.Take(40)];
    });
}
