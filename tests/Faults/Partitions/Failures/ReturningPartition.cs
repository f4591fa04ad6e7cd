namespace SessionGrains.Faults.Tests;

/// <summary>A fault that comes and goes every second.</summary>
internal sealed record ReturningPartition(NetworkFault Fault) : NetworkFault($"{Fault.Name}, back every second")
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    private Flapping? _flapping;

    public override void Begin(FaultNetwork network) => _flapping = new Flapping(Fault, network);

    public override Task HealAsync(FaultNetwork network) => _flapping!.EndAsync();

    private sealed class Flapping
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _running;

        public Flapping(NetworkFault fault, FaultNetwork network) => _running = RunAsync(fault, network);

        public Task EndAsync()
        {
            _end.SetResult();
            return _running;
        }

        private async Task RunAsync(NetworkFault fault, FaultNetwork network)
        {
            while (!_end.Task.IsCompleted)
            {
                fault.Begin(network);
                await Task.WhenAny(Task.Delay(Half), _end.Task);
                await fault.HealAsync(network);
                await Task.WhenAny(Task.Delay(Half), _end.Task);
            }
        }
    }
}
