namespace Pergola.Machine.Linux.Tasks;

/// <summary>Tells when processes end, whoever started them; one thread for all.</summary>
internal sealed class ExitWatch : IDisposable
{
    private readonly Action _ended;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _descriptors = [];
    private readonly int _wake = TaskSyscalls.EventFd(0, TaskSyscalls.OpenCloseOnExec);
    private readonly Thread _thread;
    private bool _disposed;

    /// <param name="ended">Called after a watched process has ended, from the watch's own thread.</param>
    internal ExitWatch(Action ended)
    {
        _ended = ended;
        _thread = new Thread(Loop) { IsBackground = true, Name = "task exits" };
        _thread.Start();
    }

    /// <summary>Watches the process; one that has ended already is told at once.</summary>
    internal void Add(int process)
    {
        lock (_gate)
        {
            if (_disposed || _descriptors.ContainsKey(process))
            {
                return;
            }

            var descriptor = TaskSyscalls.OpenProcess(process);
            if (descriptor >= 0)
            {
                _descriptors[process] = descriptor;
                _ = TaskSyscalls.EventFdWrite(_wake, 1);
                return;
            }
        }

        _ended();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _ = TaskSyscalls.EventFdWrite(_wake, 1);
        }

        _thread.Join();
    }

    private void Loop()
    {
        while (true)
        {
            var entries = Entries();
            if (entries is null)
            {
                return;
            }

            _ = TaskSyscalls.Poll(entries, (nuint)entries.Length, -1);
            if (entries[0].Happened != 0)
            {
                _ = TaskSyscalls.EventFdRead(_wake, out _);
            }

            if (Forget(entries))
            {
                _ended();
            }
        }
    }

    // The first entry wakes the loop when the set has changed.
    private TaskSyscalls.PollEntry[]? Entries()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                foreach (var descriptor in _descriptors.Values.Append(_wake))
                {
                    _ = TaskSyscalls.Close(descriptor);
                }

                return null;
            }

            return [.. _descriptors.Values.Prepend(_wake)
                .Select(d => new TaskSyscalls.PollEntry { Descriptor = d, Wanted = TaskSyscalls.PollIn })];
        }
    }

    private bool Forget(TaskSyscalls.PollEntry[] entries)
    {
        var any = false;
        lock (_gate)
        {
            foreach (var entry in entries.Skip(1).Where(e => e.Happened != 0))
            {
                var process = _descriptors.First(p => p.Value == entry.Descriptor).Key;
                _descriptors.Remove(process);
                _ = TaskSyscalls.Close(entry.Descriptor);
                any = true;
            }
        }

        return any;
    }
}
