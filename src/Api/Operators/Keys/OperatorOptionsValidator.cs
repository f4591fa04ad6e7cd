using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>Rejects keys that cannot be sent or can be guessed, and a configuration with which nobody could read. Messages never contain a key.</summary>
internal sealed class OperatorOptionsValidator(
    SessionClusterOptions cluster, StorageOptions storage, OperatorKeyFile file, IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<OperatorOptions>
{
    private const string Section = OperatorOptions.Section;

    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(OperatorOptions options)
    {
        if (options.MaxStreams < 1)
            yield return $"{Section}:{nameof(options.MaxStreams)} is {options.MaxStreams}: it must be at least 1.";

        // Without a Redis connection string the start fails anyway, and that fault is reported first.
        if (!options.HasKey && cluster.Mode == ClusterMode.Redis && !environment.IsDevelopment() && configuration.GetConnectionString("Redis") is { Length: > 0 })
            yield return $"{Section}:{nameof(options.ApiKey)} is not set, so nobody could read: a cluster on Redis has no shared folder to keep a key in. Set Operator__ApiKey on every front door to the same key of at least {KeyText.LeastLength} characters (openssl rand -hex 32).";

        // With Sqlite the start fails for want of the same folder.
        if (!options.HasKey && cluster.Mode == ClusterMode.Embedded && storage.Provider != StorageProvider.Sqlite && !environment.IsDevelopment() && file.Path is null)
            yield return $"{Section}:{nameof(options.ApiKey)} is not set, so nobody could read, and this user has no folder to keep a key in: set Operator__ApiKey to a key of at least {KeyText.LeastLength} characters (openssl rand -hex 32).";

        if (options.ApiKey.Length > 0 && KeyText.Fault(options.ApiKey) is { } fault)
            yield return $"{Section}:{nameof(options.ApiKey)} {fault}";

        if (options.Keys.Count > OperatorOptions.MostKeys)
            yield return $"{Section}:{nameof(options.Keys)} has {options.Keys.Count} keys: at most {OperatorOptions.MostKeys}.";

        foreach (var wrong in options.Keys.SelectMany(static (key, index) => Faults(key, $"{Section}:{nameof(options.Keys)}:{index}")))
            yield return wrong;

        var (names, keys) = (options.Keys.Select(static key => key.Name), options.Keys.Select(static key => key.Key));
        if (options.ApiKey.Length > 0)
            (names, keys) = (names.Append(OperatorOptions.SoleKeyName), keys.Append(options.ApiKey));
        if (HasTwice(names) is { } twice)
            yield return $"{Section}:{nameof(options.Keys)} has two keys of the name '{twice}'{(twice == OperatorOptions.SoleKeyName ? $" ({Section}:{nameof(options.ApiKey)} is one of that name)" : "")}: each needs its own.";
        if (HasTwice(keys) is not null)
            yield return $"{Section}:{nameof(options.Keys)} has the same key twice: logs could not distinguish their users.";
    }

    private static IEnumerable<string> Faults(NamedKeyOptions key, string path)
    {
        if (key.Name.Length is 0 or > 64 || !key.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return $"{path}:{nameof(key.Name)} is '{key.Name}': 1 to 64 letters, digits, '-' or '_'.";

        if (key.Key.Length == 0)
            yield return $"{path}:{nameof(key.Key)} is not set.";
        else if (KeyText.Fault(key.Key) is { } fault)
            yield return $"{path}:{nameof(key.Key)} {fault}";

        if (key.Permissions is null)
            yield return $"{path}:{nameof(key.Allows)} is '{key.Allows}': set it to read, or to read, control.";
    }

    private static string? HasTwice(IEnumerable<string> texts) =>
        texts.Where(static text => text.Length > 0).GroupBy(static text => text, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1)?.Key;
}
