using Microsoft.Extensions.Options;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>Opens the key file before the server starts, where one is needed.</summary>
internal sealed class KeyFileCheck(IOptions<OperatorOptions> options, OperatorKeyFile file) : IStartCheck
{
    public Task CheckAsync(CancellationToken cancellationToken) =>
        file.Path is null || options.Value.HasKey ? Task.CompletedTask : file.OpenAsync(TimeProvider.System, cancellationToken);
}
