using System.Text.Json;
using System.Text.Json.Serialization;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Reports;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReportAnswer))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new ReportJson());
}
