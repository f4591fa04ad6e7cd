using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// Opens the key file before the server starts, and creates it if no key is configured. Its key stays valid until the file is deleted, even if
/// <see cref="OperatorOptions.Keys"/> are added later. <see cref="OperatorOptions.ApiKey"/>, which has the same name, replaces it.
/// </summary>
internal sealed class KeyFileCheck(IOptions<OperatorOptions> options, OperatorKeyFile file) : IStartCheck
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value;
        if (file.Path is null || configured.ApiKey.Length > 0)
            return;

        await file.OpenAsync(isNeeded: !configured.HasKey, TimeProvider.System, cancellationToken);
        if (file.Key is null)
            return;

        if (configured.Keys.Any(static key => key.Name == OperatorOptions.SoleKeyName))
            throw new StartRefusedException($"Operator:Keys has a key of the name '{OperatorOptions.SoleKeyName}', which is also the name of the key in {file.Path}: rename it, or delete the file.");
        if (configured.Keys.Any(key => key.Key == file.Key))
            throw new StartRefusedException($"Operator:Keys has the key that is in {file.Path}: use a different key, or delete the file.");
    }
}
