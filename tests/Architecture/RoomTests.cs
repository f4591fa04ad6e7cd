namespace SessionGrains.Architecture.Tests;

/// <summary>The rooms of the code use each other as docs/architecture.md draws it.</summary>
public sealed class RoomTests
{
    private const string Ours = "SessionGrains";

    [Theory]
    [InlineData("Api")]
    [InlineData("Silo")]
    [InlineData("Grains")]
    public void A_room_uses_only_the_rooms_that_it_may_use(string project) => AssertNone(new RoomTable(RowsOf(project)).Violations(UsesIn(project)));

    [Fact]
    public void No_room_uses_itself_by_way_of_others() => AssertNone(new RoomTable([.. Rooms.Api, .. Rooms.Silo, .. Rooms.Grains]).Cycles());

    [Fact]
    public void The_documentation_draws_the_same_rooms()
    {
        var drawn = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "architecture.md")).Where(static line => Regex.IsMatch(line, @"^\w+/\S+ → "));
        Assert.Equal([.. Rooms.Api, .. Rooms.Silo, .. Rooms.Grains], drawn);
    }

    [Fact]
    public void Some_rooms_know_no_Orleans() => AssertNone(KnowingOrleans(Rooms.WithoutOrleans));

    [Fact]
    public void A_room_that_knows_Orleans_and_must_not_is_named() =>
        Assert.Contains("room Grains/Stores uses Orleans: type SessionGrains.Stores.StoreUnavailableException -> type Orleans.GenerateSerializerAttribute", KnowingOrleans(["Grains/Stores"]));

    [Fact]
    public void A_use_that_the_table_forbids_is_named()
    {
        var table = new RoomTable(Rooms.Api.Select(static row => row.StartsWith("Api/Operators →", StringComparison.Ordinal) ? row.Replace(" Problems,", "", StringComparison.Ordinal) : row));
        var violations = table.Violations(UsesIn("Api")).ToArray();
        Assert.Contains("room Api/Operators uses room Api/Problems: type SessionGrains.Api.Operators.QuarantineApi -> type SessionGrains.Api.Problems.ProblemAnswers", violations);
        Assert.All(violations, static one => Assert.StartsWith("room Api/Operators uses room Api/Problems: ", one, StringComparison.Ordinal));
    }

    [Fact]
    public void A_use_within_a_room_that_the_table_forbids_is_named()
    {
        var table = new RoomTable(Rooms.Api.Select(static row => row == "Api/Operators/Access → Keys" ? "Api/Operators/Access → nothing" : row));
        Assert.Contains(
            "room Api/Operators/Access uses room Api/Operators/Keys: type SessionGrains.Api.Operators.Access.OperatorRule -> type SessionGrains.Api.Operators.Keys.KeyGuard",
            table.Violations(UsesIn("Api")));
    }

    [Fact]
    public void A_room_without_a_row_is_named()
    {
        var table = new RoomTable(Rooms.Silo.Where(static row => !row.StartsWith("Silo/Redis ", StringComparison.Ordinal)));
        Assert.Contains(
            "room Silo/Redis is not in the table: type SessionGrains.Silo.Redis.RedisServer -> type SessionGrains.Silo.Startup.StartRefusedException", table.Violations(UsesIn("Silo")));
    }

    [Fact]
    public void A_cycle_in_the_table_is_found() =>
        Assert.Equal(["Api/A", "Api/B", "Silo/C"], new RoomTable(["Api/A → B", "Api/B → Silo/C", "Api/D → A", "Silo/C → Api/A"]).Cycles());

    private static IEnumerable<string> KnowingOrleans(string[] rooms) =>
        from use in TypeUses.Read(PathOf("Grains"), Ours, "Orleans")
        where rooms.Contains(Place.Of(use.From).Room) && !use.To.StartsWith(Ours, StringComparison.Ordinal)
        select $"room {Place.Of(use.From).Room} uses Orleans: type {use.From} -> type {use.To}";

    /// <summary>Shows all of them whole: xunit's own message cuts texts off.</summary>
    private static void AssertNone(IEnumerable<string> violations)
    {
        if (violations.ToArray() is { Length: > 0 } all)
            Assert.Fail(string.Join('\n', all));
    }

    private static string[] RowsOf(string project) => project switch
    {
        "Api" => Rooms.Api,
        "Silo" => Rooms.Silo,
        _ => Rooms.Grains,
    };

    private static HashSet<TypeUse> UsesIn(string project) => TypeUses.Read(PathOf(project), Ours);

    private static string PathOf(string project) => Path.Combine(AppContext.BaseDirectory, $"{Ours}.{project}.dll");
}
