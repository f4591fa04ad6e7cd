using System.Buffers;
using System.Runtime.CompilerServices;
using CsCheck;
using Microsoft.Extensions.Options;
using NJsonSchema;
using SessionGrains.Api.Bodies;
using SessionGrains.Api.MediaEdge.Catalogue;
using SessionGrains.Api.MediaEdge.Requests;

namespace SessionGrains.Api.Tests;

/// <summary>Strict mode is what the published shapes say, as docs/schemas/edge writes them down.</summary>
public sealed class EdgeSchemaTests
{
    private const int Bodies = 10_000;

    private static readonly EdgeReader Reader = new(Options.Create(new ValidationOptions { Mode = nameof(ValidationMode.Strict) }), TimeProvider.System);

    private static readonly string Published = File.ReadAllText(PathOf("request.json"));

    private static readonly JsonObject Schema = JsonNode.Parse(Published)!.AsObject();

    /// <summary>The shapes of the items of events.</summary>
    private static readonly string[] Items = [.. Schema["properties"]!["events"]!["items"]!["anyOf"]!.AsArray().Select(static one => ((string)one!["$ref"]!)["#/definitions/".Length..])];

    [Fact]
    public void Every_event_has_a_shape_and_no_other() => Assert.Equal(
        EdgeFormat.PathNames.Select(static name => "media." + name).Order(StringComparer.Ordinal),
        Items.SelectMany(static item => Schema["definitions"]![item]!["properties"]!["xdm"]!["properties"]!["eventType"]!["enum"]!.AsArray()).Select(static one => (string)one!).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Strict_mode_agrees_with_an_independent_judge_of_the_published_shapes()
    {
        var judge = await JsonSchema.FromJsonAsync(Published);
        int right = 0, wrong = 0;
        Gen.Select(Gen.Int, Gen.OneOf(0, 3, 10, 30), Gen.Int[0, Items.Length - 1]).Sample(
            (seed, mistakes, item) =>
            {
                var body = new NearlyRightXdm(Schema, seed, mistakes).Write(Items[item]);
                var violations = Violations(body);
                var errors = judge.Validate(body);
                Assert.True((violations.Count == 0) == (errors.Count == 0), $"{body}\nreader: {string.Join("; ", violations)}\njudge: {string.Join("; ", errors)}");
                Interlocked.Increment(ref errors.Count == 0 ? ref right : ref wrong);
            },
            iter: Bodies);
        Assert.Equal(Bodies, right + wrong);
        Assert.InRange(right, Bodies * 0.3, Bodies * 0.8);
    }

    private static List<Violation> Violations(string body)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(body.Length));
        var length = Encoding.UTF8.GetBytes(body, buffer);
        var envelope = Reader.Read(new ReceivedBody(buffer, length, countedBytes: 0), EdgeOperation.Media, null, out var violations);
        return [.. violations, .. envelope?.Events.SelectMany(static one => one.Violations) ?? []];
    }

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/schemas/edge", file));
}
