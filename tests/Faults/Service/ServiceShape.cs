namespace SessionGrains.Faults.Tests;

/// <summary>How many processes a service has and what they are told.</summary>
/// <param name="Silos">0: the front door hosts the only silo.</param>
/// <param name="FrontDoors">At least 1.</param>
/// <param name="Settings">For all processes, as <c>--Section:Key=value</c>.</param>
internal sealed record ServiceShape(int Silos, int FrontDoors, params string[] Settings);
