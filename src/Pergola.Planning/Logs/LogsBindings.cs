using System.Collections.Immutable;
using Pergola.Api.Logs;

namespace Pergola.Planning.Logs;

/// <summary>Which decision answers which operation of this service.</summary>
public static class LogsBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(LogsApi.CreateLogGroup, CreateLogGroup.Decide),
        Binding.To(LogsApi.CreateLogStream, CreateLogStream.Decide),
        Binding.To(LogsApi.DeleteLogGroup, DeleteLogGroup.Decide),
        Binding.To(LogsApi.DeleteLogStream, DeleteLogStream.Decide),
        Binding.To(LogsApi.DeleteRetentionPolicy, RetentionPolicy.Delete),
        Binding.To(LogsApi.DescribeLogGroups, DescribeLogGroups.Decide),
        Binding.To(LogsApi.DescribeLogStreams, DescribeLogStreams.Decide),
        Binding.To(LogsApi.FilterLogEvents, FilterLogEvents.Decide),
        Binding.To(LogsApi.GetLogEvents, GetLogEvents.Decide),
        Binding.To(LogsApi.ListTagsForResource, LogTags.List),
        Binding.To(LogsApi.ListTagsLogGroup, LogTags.ListGroup),
        Binding.To(LogsApi.PutLogEvents, PutLogEvents.Decide),
        Binding.To(LogsApi.PutRetentionPolicy, RetentionPolicy.Put),
        Binding.To(LogsApi.TagLogGroup, LogTags.TagGroup),
        Binding.To(LogsApi.TagResource, LogTags.Tag),
        Binding.To(LogsApi.UntagLogGroup, LogTags.UntagGroup),
        Binding.To(LogsApi.UntagResource, LogTags.Untag),
    ];
}
