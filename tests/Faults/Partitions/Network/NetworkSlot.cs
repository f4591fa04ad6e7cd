namespace SessionGrains.Faults.Tests;

/// <summary>
/// A number that no other run on this machine has, and with it names and addresses. It is held by the lock on a file, so the system gives it back when its
/// owner dies; whoever takes it next removes what was left behind.
/// </summary>
internal sealed class NetworkSlot : IDisposable
{
    private const int Slots = 200;
    private const string Locks = "/run/session-grains-tests";
    private const string Namespaces = "/run/netns";

    private readonly FileStream _lock;

    private NetworkSlot(int number, FileStream file) => (Number, _lock) = (number, file);

    public int Number { get; }

    /// <summary>The interface by which the host itself is connected.</summary>
    public string HostInterface => $"sgnet{Number}";

    /// <summary>For the files of the processes in the network.</summary>
    public string Folder => Path.Combine(Path.GetTempPath(), $"session-grains-network-{Number}");

    /// <summary>In the range that is set aside for tests of networks (RFC 2544).</summary>
    public string Address(int host) => $"198.18.{Number}.{host}";

    public string Namespace(string node) => $"{Prefix(Number)}{node}";

    /// <exception cref="InvalidOperationException">All are in use.</exception>
    public static NetworkSlot Take()
    {
        Directory.CreateDirectory(Locks);
        RemoveLeftovers();
        for (var number = 1; number <= Slots; number++)
        {
            if (TryTake(number) is { } slot)
                return slot;
        }

        throw new InvalidOperationException($"All {Slots} test networks are in use.");
    }

    public void Dispose()
    {
        Clean();
        _lock.Dispose();
    }

    private static string Prefix(int number) => $"sgnet{number}-";

    private static NetworkSlot? TryTake(int number)
    {
        try
        {
            // The system's lock (flock) goes with the process that holds it, however that ends.
            var slot = new NetworkSlot(number, new FileStream(Path.Combine(Locks, $"network-{number}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            slot.Clean();
            Directory.CreateDirectory(slot.Folder);
            return slot;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void RemoveLeftovers()
    {
        for (var number = 1; number <= Slots; number++)
        {
            if (NamespacesOf(number).Length > 0)
                TryTake(number)?.Dispose();
        }
    }

    private static string[] NamespacesOf(int number) => Directory.Exists(Namespaces) ? [.. Directory.GetFiles(Namespaces, Prefix(number) + "*").Select(Path.GetFileName).OfType<string>()] : [];

    /// <summary>Ends what runs in the namespaces and removes them, their interfaces go with them, and the folder.</summary>
    private void Clean()
    {
        var namespaces = NamespacesOf(Number);
        foreach (var one in namespaces)
            End(one);

        // At once; with its namespace it would go a moment later.
        if (namespaces.Length > 0)
            SystemCommand.TryRun("ip", "link", "delete", "dev", HostInterface);

        foreach (var one in namespaces)
            SystemCommand.TryRun("ip", "netns", "delete", one);

        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private static void End(string networkNamespace)
    {
        while (SystemCommand.Run("ip", "netns", "pids", networkNamespace).Split('\n', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } processes)
        {
            foreach (var process in processes)
                SystemCommand.TryRun("kill", "-KILL", process);
        }
    }
}
