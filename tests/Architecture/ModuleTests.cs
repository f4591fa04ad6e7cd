namespace SessionGrains.Architecture.Tests;

/// <summary>The modules of the code use each other as docs/architecture.md draws it.</summary>
public sealed class ModuleTests
{
    private const string Ours = "SessionGrains";

    [Theory]
    [InlineData("Api")]
    [InlineData("Silo")]
    [InlineData("Grains")]
    public void A_module_uses_only_the_modules_that_it_may_use(string project) => AssertNone(new ModuleTable(RowsOf(project)).Violations(UsesIn(project)));

    [Fact]
    public void No_module_uses_itself_by_way_of_others() => AssertNone(new ModuleTable([.. Modules.Api, .. Modules.Silo, .. Modules.Grains]).Cycles());

    [Fact]
    public void The_documentation_draws_the_same_modules()
    {
        var drawn = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "architecture.md")).Where(static line => Regex.IsMatch(line, @"^\w+/\S+ → "));
        Assert.Equal([.. Modules.Api, .. Modules.Silo, .. Modules.Grains], drawn);
    }

    [Fact]
    public void Some_modules_know_no_Orleans() => AssertNone(KnowingOrleans(Modules.WithoutOrleans));

    [Fact]
    public void A_module_that_knows_Orleans_and_must_not_is_named() =>
        Assert.Contains("module Grains/Stores uses Orleans: type SessionGrains.Stores.StoreUnavailableException -> type Orleans.GenerateSerializerAttribute", KnowingOrleans(["Grains/Stores"]));

    [Fact]
    public void A_use_that_the_table_forbids_is_named()
    {
        var table = new ModuleTable(Modules.Api.Select(static row => row.StartsWith("Api/Operators →", StringComparison.Ordinal) ? row.Replace(" Problems,", "", StringComparison.Ordinal) : row));
        var violations = table.Violations(UsesIn("Api")).ToArray();
        Assert.Contains("module Api/Operators uses module Api/Problems: type SessionGrains.Api.Operators.QuarantineApi -> type SessionGrains.Api.Problems.ProblemAnswers", violations);
        Assert.All(violations, static one => Assert.StartsWith("module Api/Operators uses module Api/Problems: ", one, StringComparison.Ordinal));
    }

    [Fact]
    public void A_use_within_a_module_that_the_table_forbids_is_named()
    {
        var table = new ModuleTable(Modules.Api.Select(static row => row == "Api/Operators/Access → Answers, Keys" ? "Api/Operators/Access → Answers" : row));
        Assert.Contains(
            "module Api/Operators/Access uses module Api/Operators/Keys: type SessionGrains.Api.Operators.Access.OperatorRule -> type SessionGrains.Api.Operators.Keys.KeyGuard",
            table.Violations(UsesIn("Api")));
    }

    [Fact]
    public void A_module_without_a_row_is_named()
    {
        var table = new ModuleTable(Modules.Silo.Where(static row => !row.StartsWith("Silo/Redis ", StringComparison.Ordinal)));
        Assert.Contains(
            "module Silo/Redis is not in the table: type SessionGrains.Silo.Redis.RedisServer -> type SessionGrains.Silo.Startup.StartRefusedException", table.Violations(UsesIn("Silo")));
    }

    [Fact]
    public void A_cycle_in_the_table_is_found() =>
        Assert.Equal(["Api/A", "Api/B", "Silo/C"], new ModuleTable(["Api/A → B", "Api/B → Silo/C", "Api/D → A", "Silo/C → Api/A"]).Cycles());

    private static IEnumerable<string> KnowingOrleans(string[] modules) =>
        from use in TypeUses.Read(PathOf("Grains"), Ours, "Orleans")
        where modules.Contains(Place.Of(use.From).Module) && !use.To.StartsWith(Ours, StringComparison.Ordinal)
        select $"module {Place.Of(use.From).Module} uses Orleans: type {use.From} -> type {use.To}";

    /// <summary>Shows all of them whole: xunit's own message cuts texts off.</summary>
    private static void AssertNone(IEnumerable<string> violations)
    {
        if (violations.ToArray() is { Length: > 0 } all)
            Assert.Fail(string.Join('\n', all));
    }

    private static string[] RowsOf(string project) => project switch
    {
        "Api" => Modules.Api,
        "Silo" => Modules.Silo,
        _ => Modules.Grains,
    };

    private static HashSet<TypeUse> UsesIn(string project) => TypeUses.Read(PathOf(project), Ours);

    private static string PathOf(string project) => Path.Combine(AppContext.BaseDirectory, $"{Ours}.{project}.dll");
}
