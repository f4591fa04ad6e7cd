using System.CommandLine;
using SessionGrains.Bench.Cost;

return await BenchCommand.Create().Parse(args).InvokeAsync();
