using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>The startup lines about keys: their names, what they allow and where the key file is. Never a key itself.</summary>
internal static class KeyLines
{
    public static IEnumerable<string> Of(IReadOnlyList<OperatorKey> valid, OperatorKeyFile file)
    {
        if (valid.Count == 1 && file.Key is not null)
            yield return $"Reading needs the operator key in {file.Path}, sent as Authorization: Bearer <key>";
        else if (valid.Count > 0)
            yield return $"Reading needs a key, sent as Authorization: Bearer <key>: {string.Join(" · ", valid.Select(key => Describe(key, file)))}";

        if (file.Key is null && File.Exists(file.Path))
            yield return $"The key in {file.Path} is not valid while Operator:ApiKey is set: delete the file if it is not needed any more.";
        if (valid.Count > 0 && !valid.Any(static key => key.Permissions.HasFlag(OperatorPermission.Control)))
            yield return "No key allows control, so what changes something is refused: give one of Operator:Keys Allows=\"read, control\", or set Operator:ApiKey.";
    }

    private static string Describe(OperatorKey key, OperatorKeyFile file)
    {
        var allows = key.Permissions.HasFlag(OperatorPermission.Control) ? "read, control" : "read";
        return $"{key.Name} ({allows}{(file.Key is not null && key.Name == OperatorOptions.SoleKeyName ? $"; in {file.Path}" : "")})";
    }
}
