using System.Text.Json;
using System.Text.Json.Serialization;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Quarantine;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(QuarantineAnswer))]
internal sealed partial class QuarantineJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new QuarantineJson());
}
