namespace SessionGrains.PowerLoss.Tests;

/// <summary>What is wrong with the store of a recorded server on purpose.</summary>
internal enum Plant
{
    /// <summary>Nothing; old writes come back as with all of these, and must be refused.</summary>
    Nothing,

    /// <summary>A batch counts as durable when it is on its way.</summary>
    AnswersBeforeSync,

    /// <summary>Whatever version is stored, a write replaces it.</summary>
    ForgetsVersions,

    /// <summary>The report is written after the batch of the closing.</summary>
    ReportsAfterClosing,
}
