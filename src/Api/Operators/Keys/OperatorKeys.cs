using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// The valid keys: the configured ones and the one in the key file (<see cref="KeyFileCheck"/>). They are read at first use: the start validates all
/// settings together, and reading one section sooner would throw before the faults of the others are reported.
/// </summary>
internal sealed class OperatorKeys(IOptions<OperatorOptions> options, OperatorKeyFile file, IHostEnvironment environment)
{
    private readonly Lazy<OperatorKey[]> _keys = new(() => [.. Read(options.Value, file.Key)]);

    /// <summary>False only in Development without a configured key, where callers on this machine read without one.</summary>
    public bool AreNeeded => _keys.Value.Length > 0 || !environment.IsDevelopment();

    public IReadOnlyList<OperatorKey> Valid => _keys.Value;

    /// <summary>The key with this text; null if there is none. Compares with all keys in constant time, so that timing reveals nothing about them.</summary>
    public OperatorKey? Find(string sent)
    {
        var hash = OperatorKey.Hash(sent);
        OperatorKey? found = null;
        foreach (var key in _keys.Value)
        {
            if (key.HasHash(hash))
                found = key;
        }

        return found;
    }

    public OperatorKey? Named(string name) => Array.Find(_keys.Value, key => key.Name == name);

    private static IEnumerable<OperatorKey> Read(OperatorOptions options, string? filed)
    {
        const OperatorPermission Everything = OperatorPermission.Read | OperatorPermission.Control;
        if (options.ApiKey.Length > 0)
            yield return new OperatorKey(OperatorOptions.SoleKeyName, options.ApiKey, Everything);
        foreach (var key in options.Keys)
            yield return new OperatorKey(key.Name, key.Key, key.Permissions ?? OperatorPermission.Read);
        if (filed is not null)
            yield return new OperatorKey(OperatorOptions.SoleKeyName, filed, Everything);
    }
}
