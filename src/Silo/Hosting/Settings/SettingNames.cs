using System.Reflection;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo.Hosting.Settings;

/// <summary>
/// The names and types of all settings: the properties of all options classes, located by their constant <c>Section</c>, and a few single settings. <c>#</c> in a
/// name stands for the index of a list's entry, <c>*</c> for a name that the operator chooses.
/// </summary>
internal sealed class SettingNames
{
    private const string ConstantName = "Section";
    private const string Entry = ":#";
    private const string Chosen = ":*";

    private readonly Dictionary<string, Type> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        [ThreadScheduling.Key] = typeof(string),
        [StdinShutdown.Key] = typeof(bool),
        [DashboardHosting.ProfileCalls] = typeof(bool),
        [MetricsOptions.Key] = typeof(string),
    };

    /// <summary>The roots whose second part is chosen.</summary>
    private readonly HashSet<string> _chosen;

    /// <param name="assemblies">The assemblies with the process' options classes.</param>
    public SettingNames(params Assembly[] assemblies)
    {
        foreach (var options in assemblies.SelectMany(static one => one.GetTypes()))
        {
            if (options.GetField(ConstantName, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is string section)
                Add(section, options);
        }

        _chosen = _types.Keys.Where(static name => name.Contains(Chosen, StringComparison.Ordinal)).Select(Root).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Roots = _types.Keys.Select(Root).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The first parts of all names. Settings that begin with one of these belong to this program.</summary>
    public IReadOnlySet<string> Roots { get; }

    public IEnumerable<string> All => _types.Keys;

    public static string Root(string name) => name.Split(':')[0];

    /// <summary>The type of a setting; null when it does not exist.</summary>
    public Type? TypeOf(string name) => _types.GetValueOrDefault(Plain(name));

    /// <summary>Whether the name is a prefix of other settings.</summary>
    public bool IsSection(string name) => _types.Keys.Any(known => known.StartsWith(Plain(name) + ":", StringComparison.OrdinalIgnoreCase));

    private string Plain(string name)
    {
        var parts = name.Split(':');
        return string.Join(':', parts.Select((part, i) => i == 1 && _chosen.Contains(parts[0]) ? "*" : part.All(char.IsAsciiDigit) ? "#" : part));
    }

    private void Add(string path, Type options)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (name, type) = ($"{path}:{property.Name}", property.PropertyType);
            if (EntryType(type) is { } entry)
            {
                _types[name] = type;
                AddValue(name + Entry, entry);
            }
            else
            {
                AddValue(name, type);
            }
        }
    }

    private void AddValue(string name, Type type)
    {
        if (type is { IsClass: true, Namespace: { } space } && space.StartsWith(nameof(SessionGrains), StringComparison.Ordinal))
            Add(name, type);
        else
            _types[name] = Nullable.GetUnderlyingType(type) ?? type;
    }

    private static Type? EntryType(Type type) => type.IsArray ? type.GetElementType() : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? type.GetGenericArguments()[0] : null;
}
