namespace SessionGrains.Grains.Tests.Stored;

/// <summary>The serializer of the stores.</summary>
internal static class StoredForm
{
    public static readonly ServiceProvider Services = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(SessionView).Assembly)).BuildServiceProvider();

    public static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();
}
