using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Access;

/// <summary>What lets the caller read.</summary>
internal sealed record AccessAnswer(OperatorAccess Access);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AccessAnswer))]
internal sealed partial class AccessJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new AccessJson());
}
