using SessionGrains.Api.Hosting;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.Api.Startup;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    private const string Text = """
        SessionGrains: an open, self-hosted server for the media collection protocol.

        Usage: {program} [--<name> <value>]...   this process is everything, or a node or front door of a cluster
               {program} demo --help             the same for a look at it: with simulated viewers, and nothing is kept
               {program} cluster --help          several nodes and a front door on this machine
               {program} export --help           closed sessions as files, once

          --urls                        where to listen (ASPNETCORE_URLS); http://localhost:8080
          --PathBase                    prefix below which a proxy serves it, such as /tracking; none
          --Cluster:Mode                Embedded (everything in this process), Localhost (several processes here) or Redis (anywhere); Embedded
          --Cluster:Role                Node (hosts sessions and answers requests) or FrontDoor (answers only, for nodes or silos); Node
          --Cluster:ClusterId           processes with the same id find each other; local
          --Cluster:ServiceId           the service whose sessions these are; session-grains
          --ConnectionStrings:Redis     the Redis server, such as localhost:6379 (better as ConnectionStrings__Redis); none
          --Storage:Provider            {stores}; Sqlite, in a cluster on Redis Redis, in Development Memory
          --Storage:Sqlite:Path         the database file; {store}
          --Storage:Sqlite:MaxBytes     bytes that the file may grow to; from what the disk has free at the start
          --Storage:Room:TightBelowPercent  free percent of the store below which starts are 503 (also TightBelowBytes, 8 GiB); 20
          --Storage:Room:FullBelowPercent   and below which events that make a session larger are too (also FullBelowBytes, 2 GiB); 5
          --Memory:TightBelowPercent    free percent of the memory below which starts are 503, and at least 60 MiB or 30 percent; 20
          --Memory:FullBelowPercent     and below which events that make a session larger are too, and at least 40 MiB or 20 percent; 10
          --Sessions:Durability         EveryEvent or Transitions; EveryEvent
          --Sessions:IdleTimeout        closes a session without events; 00:10:00
          --Sessions:NoProgressTimeout  closes a session whose playhead stands still; 00:30:00
          --Sessions:MaxAge             closes a session that is older; 1.00:00:00
          --Sessions:Retention          how long a closed session is kept; 1.00:00:00
          --Reports:Retention           how long reports are kept, from 00:00:01; 30.00:00:00
          --Door:MaxConcurrentRequests  players' requests processed at a time, more are 503, pings first; 5000
          --Door:MaxConnections         connections at a time, more are closed; 40000, less by memory and descriptors
          --Door:MaxReceivingBodies     players' bodies being received at a time, more are 503; 10000
          --Door:MaxReceivingBytes      bytes of players' bodies at a time, more are 503; a sixteenth of the memory
          --Process:Scheduling          Batch (Linux: a thread that wakes up does not interrupt one that works) or Normal; Batch
          --Shutdown:DrainDelay         keeps serving for this long when told to stop; 00:00:05 in a cluster on Redis, else none
          --Validation:Mode             standard or strict (unknown members are 400); standard
          --Cors:AllowedOrigins         origins whose pages may call, with commas, or *; *
          --Operator:ApiKey             key for reading (better as Operator__ApiKey); one is created at the first start, in Development none
          --Operator:Keys:0:Name        further keys, with :Key and :Allows (read, or read, control); none
          --Exports:NAME:Kind           a sink of closed sessions: Parquet, File, PostgreSQL or Webhook (docs/exports.md); none
          --Proxy:Trusted               addresses and networks of the proxies in front, with commas; none
          --Dashboard:ProfileCalls      the dashboard at /orleans counts the calls of grains too; false
          --OTEL_EXPORTER_OTLP_ENDPOINT where metrics and traces are sent; nowhere (/metrics is there anyway)
          --version                     prints the version
          --healthcheck                 checks whether the server with these settings is alive, and exits with 0 or 1

        Every name also works as an environment variable with __ for : and in appsettings.json.
        """;

    public static bool IsAskedFor(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?" or "/?");

    public static int Print()
    {
        Console.WriteLine(Text
            .Replace("{program}", StartedAs.Command, StringComparison.Ordinal)
            .Replace("{store}", new SqliteStoreOptions().Path, StringComparison.Ordinal)
            .Replace("{stores}", string.Join(" or ", Enum.GetNames<StorageProvider>()), StringComparison.Ordinal));
        return 0;
    }
}
