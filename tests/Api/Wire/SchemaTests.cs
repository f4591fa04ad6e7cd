using CsCheck;
using NJsonSchema;
using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.Tests;

/// <summary>The schemas served are draft-04 and say what strict mode does.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> EventTypes() => [.. EventSchemas.EventTypes];

    [Fact]
    public void Each_event_type_of_the_core_has_a_schema() =>
        Assert.Equal(Enum.GetNames<PlayerEventType>().Order(StringComparer.OrdinalIgnoreCase), EventSchemas.EventTypes.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [InlineData("Ping")]
    [InlineData("")]
    [InlineData("seekStart")]
    public void An_unknown_type_has_no_schema(string type) => Assert.False(EventSchemas.TryGet(type, out _));

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void A_schema_names_its_draft_and_its_required_members(string type)
    {
        Assert.True(EventSchemas.TryGet(type, out var schema));
        var root = JsonDocument.Parse(schema).RootElement;
        Assert.Equal("http://json-schema.org/draft-04/schema#", root.GetProperty("$schema").GetString());
        Assert.False(root.GetProperty("additionalProperties").GetBoolean());
        Assert.Contains("playerTime", root.GetProperty("required").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(type, root.GetProperty("properties").GetProperty("eventType").GetProperty("enum")[0].GetString());
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public async Task Strict_mode_agrees_with_an_independent_judge_of_the_schema(string type)
    {
        Assert.True(EventSchemas.TryGet(type, out var schema));
        var judge = await JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(schema.Span));
        var entry = EventCatalogue.Entries.Single(e => e.Name == type);
        int right = 0, wrong = 0;
        Gen.Select(Gen.Int, Gen.OneOf(0, 10, 30, 100)).Sample(
            (seed, mistakes) =>
            {
                var body = new NearlyRightBodies(seed, mistakes).Write(entry);
                var read = IsRead(type, body, out var violations);
                var errors = judge.Validate(body);
                Assert.True(read == (errors.Count == 0), $"{body}\nreader: {string.Join("; ", violations)}\njudge: {string.Join("; ", errors)}");
                if (read) Interlocked.Increment(ref right);
                else Interlocked.Increment(ref wrong);
            },
            iter: 1000);
        Assert.InRange(right, 150, 850);
        Assert.Equal(1000, right + wrong);
    }

    private static bool IsRead(string type, string body, out IReadOnlyList<Violation> violations)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return type == "sessionStart"
            ? WireReader.TryReadSessionStart(bytes, ValidationMode.Strict, out _, out violations)
            : WireReader.TryReadEvent(bytes, ValidationMode.Strict, out _, out violations);
    }
}
