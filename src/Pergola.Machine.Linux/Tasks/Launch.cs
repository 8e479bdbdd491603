using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>One container's start, as it lies on disk: all that the process in between has to know.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="Command">A program and its arguments.</param>
/// <param name="Environment">The whole environment, each <c>NAME=value</c>.</param>
/// <param name="StopSeconds">Between TERM and KILL.</param>
/// <param name="PidFile">Written once, by the first to start; whoever finds it does not start again.</param>
/// <param name="ExitFile">Appears with the exit code when the program has ended.</param>
/// <param name="LogFile">Gets its output.</param>
/// <param name="Health">Null: the container has no health check.</param>
internal sealed record Launch(
    string Name,
    string[] Command,
    string[] Environment,
    string WorkingDirectory,
    double StopSeconds,
    NamespaceView View,
    string PidFile,
    string ExitFile,
    string LogFile,
    HealthPlan? Health)
{
    internal static Launch Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), TaskFiles.Default.Launch)
        ?? throw new InvalidDataException($"{path} is empty");
}

/// <summary>What a task's folder says about the whole task.</summary>
/// <param name="MadeSandbox">The namespace is ours to remove.</param>
/// <param name="Order">The containers, as in the task definition.</param>
internal sealed record TaskRecord(string TaskId, string Sandbox, bool MadeSandbox, string[] Order);

[JsonSerializable(typeof(Launch))]
[JsonSerializable(typeof(TaskRecord))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class TaskFiles : JsonSerializerContext;
