using System.Globalization;
using System.Text.Json;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>
/// The folder of one task: everything a later server needs in order to go on. Written before a process is started,
/// so nothing runs that no file tells of.
/// </summary>
internal sealed class TaskFolder(string tasksFolder, string taskId)
{
    // What a workload says is kept up to this size; then the file starts again, so that a disk cannot fill up.
    private const long LogBytesMax = 4 * 1024 * 1024;
    private const int KilledExitCode = 128 + TaskSyscalls.SignalKill;

    internal string TaskId => taskId;

    internal string Root { get; } = Path.Combine(tasksFolder, taskId);

    internal string ResolvConf => Path.Combine(Root, "resolv.conf");

    internal string Hosts => Path.Combine(Root, "hosts");

    internal bool Exists => File.Exists(RecordFile);

    /// <summary>After a stop was asked for, nothing is started any more.</summary>
    internal bool StopAsked => File.Exists(StopFile);

    private string RecordFile => Path.Combine(Root, "task.json");

    private string StopFile => Path.Combine(Root, "stopped");

    internal static IEnumerable<TaskFolder> All(string tasksFolder) =>
        !Directory.Exists(tasksFolder)
            ? []
            : from path in Directory.GetDirectories(tasksFolder).Order(StringComparer.Ordinal)
              let folder = new TaskFolder(tasksFolder, Path.GetFileName(path))
              where folder.Exists
              select folder;

    internal TaskRecord? ReadRecord()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(RecordFile), TaskFiles.Default.TaskRecord);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes what the task's containers share. The record comes last: it makes the folder count.</summary>
    internal void Write(Workload workload, bool madeSandbox)
    {
        Directory.CreateDirectory(Root);
        var address = workload.Containers.SelectMany(c => c.Environment)
            .FirstOrDefault(v => v.Name == "PERGOLA_ADDRESS")?.Value;
        var own = address is null ? "" : $"{address} {workload.Hostname} {workload.Hostname.Split('.')[0]}\n";
        WriteWhole(Hosts, $"127.0.0.1 localhost\n::1 localhost ip6-localhost\n{own}");
        var dot = workload.Hostname.IndexOf('.', StringComparison.Ordinal);
        var search = dot < 0 ? "" : $"search {workload.Hostname[(dot + 1)..]}\n";
        WriteWhole(ResolvConf, $"{search}nameserver {workload.ResolverAddress}\noptions timeout:2 attempts:2\n");
        var record = new TaskRecord(
            taskId, workload.Sandbox, madeSandbox, [.. workload.Containers.Select(c => c.Name)]);
        WriteWhole(RecordFile, JsonSerializer.Serialize(record, TaskFiles.Default.TaskRecord));
    }

    internal void AskStop() => File.WriteAllBytes(StopFile, []);

    internal string LaunchFile(string container) => Path.Combine(Root, container + ".launch.json");

    internal string PidFile(string container) => Path.Combine(Root, container + ".pid");

    internal string ExitFile(string container) => Path.Combine(Root, container + ".exit");

    internal string LogFile(string container) => Path.Combine(Root, container + ".log");

    internal void Write(Launch launch) =>
        WriteWhole(LaunchFile(launch.Name), JsonSerializer.Serialize(launch, TaskFiles.Default.Launch));

    internal bool WasStarted(string container) => File.Exists(PidFile(container));

    /// <summary>The supervisor of a container while it lives.</summary>
    internal ProcessEntry? Supervisor(string container)
    {
        if (ReadOrNull(PidFile(container))?.Split(' ') is not [var process, var ticks])
        {
            return null;
        }

        var entry = ProcessEntry.Read(int.Parse(process, CultureInfo.InvariantCulture));
        return entry?.StartTicks == long.Parse(ticks, CultureInfo.InvariantCulture) ? entry : null;
    }

    /// <summary>One container as the machine has it.</summary>
    internal ContainerState Observe(string container, ContainerHealth health)
    {
        // The process first, its exit file second: in the other order an exit between the two would look like a kill.
        var supervisor = Supervisor(container);
        var id = $"{taskId}/{container}";
        if (!WasStarted(container))
        {
            return new ContainerState(
                container, id, ContainerPhase.Created, null, null, ContainerHealth.Unknown, null, null, null);
        }

        var started = new DateTimeOffset(File.GetLastWriteTimeUtc(PidFile(container)), TimeSpan.Zero);
        if (supervisor is not null)
        {
            LimitLog(container);
            return new ContainerState(
                container, id, ContainerPhase.Running, null, null, health, started, null, null);
        }

        // A supervisor that left no code was killed together with its workload.
        var exit = ReadOrNull(ExitFile(container));
        var code = exit is null ? KilledExitCode : int.Parse(exit, CultureInfo.InvariantCulture);
        if (exit is null)
        {
            WriteExit(container, code);
        }

        var finished = new DateTimeOffset(File.GetLastWriteTimeUtc(ExitFile(container)), TimeSpan.Zero);
        return new ContainerState(
            container, id, ContainerPhase.Exited, code, null, ContainerHealth.Unknown, started, finished, null);
    }

    /// <summary>Says how a container ended whose supervisor cannot.</summary>
    internal void WriteExit(string container, int code) =>
        WriteWhole(ExitFile(container), code.ToString(CultureInfo.InvariantCulture));

    internal void Delete()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // A reader sees the old content or the new one, never half of it.
    private static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private void LimitLog(string container)
    {
        var log = new FileInfo(LogFile(container));
        if (log.Exists && log.Length > LogBytesMax)
        {
            using var stream = log.Open(FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.SetLength(0);
        }
    }
}
