using System.Reflection;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Telemetry;

namespace SessionGrains.Silo.Hosting.Settings;

/// <summary>
/// The settings that there are, by name, with the type of each: the properties of all options classes, which say by a constant <c>Section</c> where they are, and the
/// few settings that are read alone. <c>#</c> in a name stands for the number of a list's entry.
/// </summary>
internal sealed class SettingNames
{
    private const string ConstantName = "Section";
    private const string Entry = ":#";

    private readonly Dictionary<string, Type> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        [ThreadScheduling.Key] = typeof(string),
        [StdinShutdown.Key] = typeof(bool),
        [DashboardHosting.ProfileCalls] = typeof(bool),
        [MetricsOptions.Key] = typeof(string),
    };

    /// <param name="assemblies">Where the options classes of the process are.</param>
    public SettingNames(params Assembly[] assemblies)
    {
        foreach (var options in assemblies.SelectMany(static one => one.GetTypes()))
        {
            if (options.GetField(ConstantName, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is string section)
                Add(section, options);
        }

        Roots = _types.Keys.Select(Root).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The first parts of all names: what begins with one of these is ours.</summary>
    public IReadOnlySet<string> Roots { get; }

    public IEnumerable<string> All => _types.Keys;

    public static string Root(string name) => name.Split(':')[0];

    /// <summary>The type of the setting; null: there is none of this name.</summary>
    public Type? TypeOf(string name) => _types.GetValueOrDefault(Plain(name));

    /// <summary>Whether it is only a part of the names of others.</summary>
    public bool IsSection(string name) => _types.Keys.Any(known => known.StartsWith(Plain(name) + ":", StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => string.Join(':', name.Split(':').Select(static part => part.All(char.IsAsciiDigit) ? "#" : part));

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
