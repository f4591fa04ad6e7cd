using System.CommandLine;
using SessionGrains.Bench.Cost;

// Ctrl-C has to stop some thirty processes.
return await BenchCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
