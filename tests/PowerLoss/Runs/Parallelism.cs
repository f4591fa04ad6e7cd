// A run that is recorded mostly waits: for the server to start, for players, for the 5 s after a sessionEnd.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
