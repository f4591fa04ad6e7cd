using SessionGrains.PowerLoss.Tests;

/// <summary>What .NET runs before the program's own first line where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: so a bug gets into the real server, whose code knows nothing of it.</summary>
internal static class StartupHook
{
    public static void Initialize() => PlantedBackend.Plant();
}
