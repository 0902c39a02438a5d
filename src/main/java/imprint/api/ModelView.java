package imprint.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import imprint.page.Page;
import imprint.registry.Alias;
import imprint.registry.Channel;
import imprint.registry.Model;
import imprint.registry.ModelVersion;
import imprint.tracking.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A model as this API shows it. */
@Schema(description = "A model: what has versions.")
@JsonInclude(JsonInclude.Include.ALWAYS)
record ModelView(
    String name,
    @Nullable String description,
    String owner,
    @Schema(description = "What the reference latest answers: newest or approved.") String latest,
    Instant created,
    Instant updated,
    Map<String, String> tags,
    List<AliasView> aliases,
    @Schema(description = "In their order.") List<ChannelView> channels,
    @Schema(description = "The version with the greatest number; null without one.")
        @Nullable VersionLine newest,
    Map<String, String> links) {
  @Schema(description = "A name that points at a version.")
  record AliasView(String name, int number) {
    static AliasView of(Alias alias) {
      return new AliasView(alias.name(), alias.number());
    }
  }

  @Schema(description = "A version in a line.")
  record VersionLine(int number, String semver, String state) {
    static VersionLine of(ModelVersion version) {
      return new VersionLine(version.number(), version.semver().text(), version.state().word());
    }
  }

  @Schema(description = "A place that versions pass through.")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ChannelView(
      String name,
      @Schema(description = "Its place in the model's order, from 1.") int position,
      @Schema(description = "The version it holds; null for none.") @Nullable VersionLine held,
      @Schema(description = "Since when it holds that.") @Nullable Instant since) {
    static ChannelView of(Channel channel) {
      Channel.Held held = channel.held();
      return new ChannelView(
          channel.name(),
          channel.position(),
          held == null
              ? null
              : new VersionLine(held.number(), held.semver().text(), held.state().word()),
          held == null ? null : held.since());
    }
  }

  @Schema(description = "A page of models.")
  record Models(
      List<ModelView> models,
      @Schema(description = "Continues the search; absent on the last page.")
          @Nullable String nextPageToken) {}

  @Schema(description = "The aliases of a model, by name.")
  record Aliases(List<AliasView> aliases) {}

  @Schema(description = "The channels of a model, in their order.")
  record Channels(List<ChannelView> channels) {
    static Channels of(List<Channel> channels) {
      return new Channels(channels.stream().map(ChannelView::of).toList());
    }
  }

  static ModelView of(Model model, List<Channel> channels) {
    String self = ModelPaths.model(model.name());
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", self);
    for (String part : List.of("versions", "aliases", "channels", "uses")) {
      links.put(part, self + "/" + part);
    }
    return new ModelView(
        model.name(),
        model.description(),
        model.owner(),
        model.latestIsApproved() ? "approved" : "newest",
        Instant.ofEpochMilli(model.creationTime()),
        Instant.ofEpochMilli(model.lastUpdateTime()),
        texts(model.tags()),
        aliases(model, channels),
        channels.stream().map(ChannelView::of).toList(),
        model.latestVersions().stream()
            .max(java.util.Comparator.comparingInt(ModelVersion::number))
            .map(VersionLine::of)
            .orElse(null),
        links);
  }

  static Models page(Page<Model> page, Function<Model, List<Channel>> channels) {
    return new Models(
        page.items().stream().map(model -> of(model, channels.apply(model))).toList(),
        page.nextToken().orElse(null));
  }

  /** The stored aliases; the model's own list has the channels that hold a version besides. */
  static List<AliasView> aliases(Model model, List<Channel> channels) {
    Set<String> names = channels.stream().map(Channel::name).collect(Collectors.toSet());
    return model.aliases().stream()
        .filter(alias -> !names.contains(alias.name()))
        .map(AliasView::of)
        .toList();
  }

  static Map<String, String> texts(List<Tag> tags) {
    Map<String, String> texts = new LinkedHashMap<>();
    tags.forEach(tag -> texts.put(tag.key(), tag.value()));
    return texts;
  }
}
