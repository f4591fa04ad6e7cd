using SessionGrains.Api.MediaCollection.Catalogue;

namespace SessionGrains.Api.Tests;

/// <summary>Every number of the catalogue has a range, and what is no finite double is none anywhere.</summary>
public sealed class NumberRangeTests
{
    private static readonly string[] Extremes =
    [
        "0", "-0", "5e-324", "-5e-324", "1e-400", "1", "-1", "0.5", "1e9", "-1e9", "1000000001", "-1000000001", "1e13", "1.0000001e13", "1e15", "-1e15", "1.1e15", "-1.1e15",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "1e19", "1.7976931348623157e308", "-1.7976931348623157e308", "1e309", "-1e309", "1e400",
        "253402300799999", "253402300800000",
    ];

    public static TheoryData<string, string> Numbers()
    {
        var places = new TheoryData<string, string>();
        foreach (var entry in EventCatalogue.Entries)
        {
            foreach (var member in entry.Params.Members) AddIfNumber(entry, "params", member);
            foreach (var member in CommonShapes.QoeData.Members) AddIfNumber(entry, "qoeData", member);
            foreach (var member in CommonShapes.PlayerTime.Members) AddIfNumber(entry, "playerTime", member);
        }

        return places;

        void AddIfNumber(CatalogueEntry entry, string holder, Member member)
        {
            if (IsNumber(member)) places.Add(entry.Name, $"{holder}/{member.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_taken_within_its_range_and_refused_with_it_outside(string type, string place)
    {
        var entry = EventCatalogue.Entries.Single(e => e.Name == type);
        var member = Holder(entry, place.Split('/')[0]).Members.ToArray().Single(m => m.Name == place.Split('/')[1]);
        foreach (var number in Extremes)
        {
            var value = double.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
            var isWhole = member.Kind is ValueKind.Number or ValueKind.TextOrNumber || Math.Floor(value) == value;
            var violations = Judge(entry, place, number);
            if (isWhole && member.Range.Contains(value))
            {
                Assert.Empty(violations);
            }
            else
            {
                var violation = Assert.Single(violations);
                Assert.Equal(($"/{place}", isWhole ? "range" : "type"), (violation.Pointer, violation.Code));
                if (isWhole && double.IsFinite(value)) Assert.Contains($"{(long)member.Range.Greatest}", violation.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(""","x":1e400""", "/x")]
    [InlineData(""","x":{"y":[1,-1e999]}""", "/x/y/1")]
    [InlineData(""","params":{"x":1e309}""", "/params/x")]
    [InlineData(""","qoeData":{"x":1e400}""", "/qoeData/x")]
    [InlineData(""","qoeData":{"x":{"y":-1e400}}""", "/qoeData/x/y")]
    [InlineData(""","customMetadata":{"x":[1e400]}""", "/customMetadata/x", "type")]
    public void A_number_that_is_no_finite_double_is_refused_wherever_it_stands(string more, string place, string first = "range")
    {
        var violations = Read.EventViolations(Read.EventJson("ping", more));
        Assert.Equal((place, first), (violations[0].Pointer, violations[0].Code));
        Assert.Contains(violations, violation => violation.Code == "range");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5e-324", 0)]
    [InlineData("0.000999", 0)]
    [InlineData("0.001", 0.001)]
    [InlineData("1e9", 1e9)]
    public void A_length_below_a_millisecond_is_unknown(string sent, double kept) =>
        Assert.Equal(kept, Read.Start(Read.StartJson().Replace("60.5", sent, StringComparison.Ordinal)).LengthSeconds);

    private static bool IsNumber(Member member) => member.Kind is ValueKind.Number or ValueKind.Integer or ValueKind.TextOrNumber or ValueKind.TextOrInteger;

    private static ObjectShape Holder(CatalogueEntry entry, string name) => name switch
    {
        "params" => entry.Params,
        "qoeData" => CommonShapes.QoeData,
        _ => CommonShapes.PlayerTime,
    };

    /// <summary>An event that is right but for that number.</summary>
    private static IReadOnlyList<Violation> Judge(CatalogueEntry entry, string place, string number)
    {
        string Object(string holder) => string.Join(',', Holder(entry, holder).Members.ToArray()
            .Where(m => m.Required || place == $"{holder}/{m.Name}" || m.Name is "media.errorId" or "media.errorSource" or "statesStart")
            .Select(m => $"\"{m.Name}\":{(place == $"{holder}/{m.Name}" ? number : IsNumber(m) ? "1" : m.Kind is ValueKind.List ? "[{\"media.state.name\":\"s\"}]" : "\"t\"")}"));
        var body = $"{{\"eventType\":\"{entry.Name}\",\"playerTime\":{{{Object("playerTime")}}},\"params\":{{{Object("params")}}},\"qoeData\":{{{Object("qoeData")}}}}}";
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        IReadOnlyList<Violation> violations;
        if (entry.Name == "sessionStart") WireReader.TryReadSessionStart(bytes, ValidationMode.Strict, out _, out violations);
        else WireReader.TryReadEvent(bytes, ValidationMode.Strict, out _, out violations);
        return violations;
    }
}
