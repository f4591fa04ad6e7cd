using Microsoft.Extensions.Options;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// The keys that are valid: the configured ones and the one of the key file (<see cref="KeyFileCheck"/>). Made when they are first asked for: the
/// settings are checked together at the start, and whoever reads one of them sooner hides what is wrong with the others.
/// </summary>
internal sealed class OperatorKeys(IOptions<OperatorOptions> options, OperatorKeyFile file, IHostEnvironment environment)
{
    private readonly Lazy<OperatorKey[]> _keys = new(() => [.. Read(options.Value, file.Key)]);

    /// <summary>False in Development alone, where none is configured: whoever sits at this machine reads without one.</summary>
    public bool AreNeeded => _keys.Value.Length > 0 || !environment.IsDevelopment();

    /// <summary>All that are valid.</summary>
    public IReadOnlyList<OperatorKey> Valid => _keys.Value;

    /// <summary>The key that was sent; null: it is none. All are compared, in a time that does not tell how much is right of which.</summary>
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
