using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using SessionGrains.Bench.Micro;

// In this process: BenchmarkDotNet would otherwise generate and build a project in a folder of its own, which knows nothing of this repository's
// package versions. Allocations are exact either way, and they are the point.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithIterationTime(TimeInterval.FromMilliseconds(100))
    .WithWarmupCount(3)
    .WithIterationCount(5);
var config = DefaultConfig.Instance
    .AddJob(job)
    .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
    .HideColumns(Column.Error, Column.StdDev, Column.Job);
BenchmarkSwitcher.FromAssembly(typeof(ReadingEvents).Assembly).Run(args, config);
