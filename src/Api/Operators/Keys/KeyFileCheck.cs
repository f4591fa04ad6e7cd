using Microsoft.Extensions.Options;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// Opens the key file before the server starts. It is made where no key is configured. Once made, its key is valid until the file is deleted, also beside
/// <see cref="OperatorOptions.Keys"/> that were added later; <see cref="OperatorOptions.ApiKey"/>, which has the same name, takes its place.
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
            throw new StartRefusedException($"Operator:Keys has a key of the name '{OperatorOptions.SoleKeyName}', and so is the one in {file.Path} called: give it another name, or delete the file.");
        if (configured.Keys.Any(key => key.Key == file.Key))
            throw new StartRefusedException($"Operator:Keys has the key that is in {file.Path} too: make another one, or delete the file.");
    }
}
