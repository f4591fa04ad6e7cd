namespace SessionGrains.TestKit;

/// <summary>
/// The trait of tests that neither <c>dotnet test</c> nor CI runs for every change, because they are further forms of what a faster test shows:
/// <c>[Trait(Tier.Name, Tier.Nightly)]</c>. <c>.ci/test long</c> runs them (CONTRIBUTING.md).
/// </summary>
public static class Tier
{
    public const string Name = "Tier";

    public const string Nightly = "long";
}
