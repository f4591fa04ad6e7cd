using CsCheck;
using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.Tests;

/// <summary>Any bytes as a body, through the reader, the grain, the core and the store.</summary>
public sealed class AnyBytesTests
{
    private const int Cases = 10_000;

    /// <summary>Sessions that take events; the other half of the cases goes to places that open sessions.</summary>
    private const int Sessions = 16;

    private static readonly HashSet<int> Documented = [201, 204, 400, 404, 410, 413];

    /// <summary>Half of them are events that are right but for a mistake here and there, so that many reach the session.</summary>
    private static readonly Gen<byte[]> Bodies = Gen.Frequency(
        (1, FuzzTests.RandomBytes),
        (1, FuzzTests.PiecesOfJson),
        (2, FuzzTests.MutatedBodies),
        (4, Gen.Select(Gen.Int, Gen.OneOf(0, 10, 30, 100), Gen.OneOf([.. EventCatalogue.Entries])).Select(
            (seed, mistakes, entry) => Encoding.UTF8.GetBytes(new NearlyRightBodies(seed, mistakes).Write(entry)))));

    [Fact]
    public async Task Any_bytes_get_a_documented_answer_and_change_no_other_session()
    {
        await using var server = new Server();
        using var client = server.Ask();
        var bystander = await client.OpenSession();
        using (var play = await client.Send(bystander, Sample.Event("play")))
            Assert.Equal(204, (int)play.StatusCode);
        var before = await client.GetStringAsync(bystander);
        var taking = new string[Sessions];
        for (var i = 0; i < Sessions; i++)
            taking[i] = await client.OpenSession();
        var seen = new ConcurrentDictionary<int, int>();

        await Gen.Select(Bodies, Gen.Int[0, (2 * Sessions) - 1]).SampleAsync(
            async (body, where) =>
            {
                var path = where < Sessions ? taking[where] + "/events" : where % 4 == 0 ? "/api/v1/downloaded" : "/api/v1/sessions";
                using var answer = await client.PostAsync(path, Sample.Bytes(body));
                var status = (int)answer.StatusCode;
                Assert.True(Documented.Contains(status), $"{status} to {path}: {Encoding.UTF8.GetString(body)}");
                seen.AddOrUpdate(status, 1, static (_, count) => count + 1);

                if (status == 204)
                    Assert.Equal(200, (int)(await client.GetAsync(taking[where])).StatusCode);
                else if (status == 201)
                    Assert.NotNull(JsonNode.Parse(await client.GetStringAsync(answer.Headers.Location!.OriginalString)));
                else if (status == 410)
                    taking[where] = await client.OpenSession();
            },
            iter: Cases);

        Assert.Equal(before, await client.GetStringAsync(bystander));
        Assert.Equal(Cases, seen.Values.Sum());
        Assert.All((int[])[201, 204, 400, 410], status => Assert.True(seen.GetValueOrDefault(status) > 10, $"only {seen.GetValueOrDefault(status)} times {status}"));
    }
}
