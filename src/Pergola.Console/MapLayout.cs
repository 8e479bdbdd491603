namespace Pergola.Pages;

/// <summary>Where the boxes of the map are. Four columns, each from top to bottom; pure arithmetic.</summary>
internal sealed class MapLayout
{
    public const int ColumnWidth = 250;
    public const int ColumnGap = 90;
    public const int BoxGap = 16;
    public const int HeadHeight = 46;
    public const int RowHeight = 20;
    public const int Margin = 12;

    private readonly Dictionary<string, Box> _boxes = new(StringComparer.Ordinal);

    public MapLayout(Topology topology)
    {
        Place(0, topology.Vpcs.Select(vpc => (vpc.VpcId, 1)));
        Place(1, topology.Networks.Select(network => (network.NetworkId, 0)));
        Place(2, topology.Services.Select(service => (service.ServiceId, RowsOf(service))));
        Place(3, topology.TargetGroups.Select(group => (group.TargetGroupId, Math.Max(1, group.Targets.Count))));
    }

    public static int Width => (4 * ColumnWidth) + (3 * ColumnGap) + (2 * Margin);

    public int Height { get; private set; } = 2 * Margin;

    public Box? this[string? id] => id is not null && _boxes.TryGetValue(id, out var box) ? box : null;

    public static int RowsOf(ServiceNode service) => service.Listeners.Sum(listener => 1 + listener.Rules.Count);

    private void Place(int column, IEnumerable<(string Id, int Rows)> boxes)
    {
        var y = Margin;
        foreach (var (id, rows) in boxes)
        {
            var height = HeadHeight + (rows * RowHeight) + (rows > 0 ? 6 : 0);
            _boxes[id] = new Box(Margin + (column * (ColumnWidth + ColumnGap)), y, ColumnWidth, height);
            y += height + BoxGap;
        }

        Height = Math.Max(Height, y - BoxGap + Margin);
    }

    internal sealed record Box(int X, int Y, int Width, int Height)
    {
        public int Right => X + Width;

        /// <summary>The height at which a connection to the whole box arrives.</summary>
        public int Middle => Y + (HeadHeight / 2);

        /// <summary>The middle of a row.</summary>
        public int Row(int index) => Y + HeadHeight + (index * RowHeight) + (RowHeight / 2);
    }
}
