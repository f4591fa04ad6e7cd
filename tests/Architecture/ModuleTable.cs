namespace SessionGrains.Architecture.Tests;

/// <summary>Which modules each module may use.</summary>
/// <param name="rows">Rows such as <c>Api/Docs → Hosting, Silo/Startup</c>: a name alone is a module beside, <c>Grains</c> alone is every module of that project.</param>
internal sealed class ModuleTable(IEnumerable<string> rows)
{
    public const string Nothing = "nothing";

    private const string Arrow = " → ";

    private readonly Dictionary<string, string[]> _rows = rows
        .Select(static row => row.Split(Arrow))
        .ToDictionary(static row => row[0], static row => row[1] == Nothing ? [] : row[1].Split(", "));

    /// <summary>Each use that the table does not allow, as <c>module A uses module B: type X -> type Y</c>.</summary>
    public IEnumerable<string> Violations(IEnumerable<TypeUse> uses) =>
        from use in uses
        let arrow = ArrowOf(Place.Of(use.From), Place.Of(use.To))
        where arrow is { } and not { IsAllowed: true }
        orderby arrow.From, arrow.To, use.From, use.To
        select _rows.ContainsKey(arrow.From)
            ? $"module {arrow.From} uses module {arrow.To}: type {use.From} -> type {use.To}"
            : $"module {arrow.From} is not in the table: type {use.From} -> type {use.To}";

    /// <summary>Modules that reach themselves by the arrows of the table.</summary>
    public IEnumerable<string> Cycles() => _rows.Keys.Where(module => Reaches(module, module, [])).Order();

    private bool Reaches(string module, string target, HashSet<string> seen) => _rows.GetValueOrDefault(module, [])
        .Select(used => Beside(module, used))
        .Any(used => used == target || (seen.Add(used) && Reaches(used, target, seen)));

    /// <summary>Between two modules, or between two modules within one; null: the use stays within a module, or is the program's.</summary>
    private ModuleUse? ArrowOf(Place from, Place to)
    {
        if (from.Module is not { } module || from == to)
            return null;

        if (module != to.Module)
            return new(module, to.Module ?? to.Project, _rows.GetValueOrDefault(module, []).Any(used => used == to.Project || Beside(module, used) == to.Module));

        var (inner, other) = (Known(from.Inner), Known(to.Inner));
        return inner is null || inner == other
            ? null
            : new(inner, other ?? module, _rows[inner].Any(used => Beside(inner, used) == other));
    }

    private string? Known(string? inner) => inner is not null && _rows.ContainsKey(inner) ? inner : null;

    /// <summary>The whole name of a module that a row names.</summary>
    private static string Beside(string module, string used) => used.Contains('/', StringComparison.Ordinal) ? used : module[..(module.LastIndexOf('/') + 1)] + used;

    private sealed record ModuleUse(string From, string To, bool IsAllowed);
}
