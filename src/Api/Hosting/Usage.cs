namespace SessionGrains.Api.Hosting;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    private const string Text = """
        SessionGrains: an open, self-hosted server for the media collection protocol.

        Usage: SessionGrains.Api [--<name> <value>]...   this process is everything, or the front door of a cluster
               SessionGrains.Api cluster --help          several silos and a front door on this machine

          --urls                        where to listen (ASPNETCORE_URLS); http://localhost:8080
          --PathBase                    prefix below which a proxy serves it, such as /tracking; none
          --Cluster:Mode                Embedded (everything in this process) or Localhost (silos are other processes); Embedded
          --Cluster:ClusterId           processes with the same id find each other; local
          --Cluster:ServiceId           the service whose sessions these are; session-grains
          --Storage:Provider            {stores}; Memory
          --Sessions:Durability         EveryEvent or Transitions; EveryEvent
          --Sessions:IdleTimeout        closes a session without events; 00:10:00
          --Sessions:NoProgressTimeout  closes a session whose playhead stands still; 00:30:00
          --Sessions:MaxAge             closes the oldest; 1.00:00:00
          --Sessions:Retention          how long a closed session is remembered; 1.00:00:00
          --Validation:Mode             standard or strict (unknown members are 400); standard
          --Cors:AllowedOrigins         origins whose pages may call, with commas, or *; *
          --Operator:ApiKey             key for reading (better as Operator__ApiKey); without it reading works on this machine only

        Every name also works as an environment variable with __ for : and in appsettings.json.
        """;

    public static bool IsAskedFor(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?" or "/?");

    public static int Print()
    {
        Console.WriteLine(Text.Replace("{stores}", string.Join(" or ", Enum.GetNames<Silo.Storage.StorageProvider>()), StringComparison.Ordinal));
        return 0;
    }
}
