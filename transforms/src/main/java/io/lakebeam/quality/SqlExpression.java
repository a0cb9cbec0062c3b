package io.lakebeam.quality;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An SQL expression of one text, which it calls {@code text}: standard functions and PostgreSQL's.
 * It is compiled once, by Calcite.
 *
 * <pre>{@code
 * SqlExpression.of("split_part(text, '-', 2)").apply("A-17"); // 17
 * SqlExpression.of("CASE WHEN text = 'UK' THEN 'GB' ELSE text END");
 * }</pre>
 *
 * <p>The same text becomes the same text: what depends on the time, on chance or on other rows is
 * refused. Null is a text that is not known, as in SQL. May be used by many threads.
 */
final class SqlExpression implements UnaryOperator<@Nullable String> {
  private static final String NAME = "text";

  private final Function1<DataContext, Object[]> compiled;

  private SqlExpression(Function1<DataContext, Object[]> compiled) {
    this.compiled = compiled;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException if it is none, or none of a text alone that makes a text
   */
  static SqlExpression of(String sql) {
    try {
      return compile(sql);
    } catch (SqlParseException e) {
      throw refused(sql, firstLine(e), e);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw refused(sql, firstLine(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  private static SqlExpression compile(String sql) throws SqlParseException {
    JavaTypeFactory types = new UnicodeTypes();
    RelDataType text =
        types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
    RexBuilder builder = new RexBuilder(types);
    RexNode expression = checked(parsed(sql), text, builder, noTables(types));
    requireOfTextAlone(sql, expression);
    RelDataType row = types.builder().add(NAME, text).build();
    return new SqlExpression(
        RexExecutorImpl.getExecutable(builder, List.of(expression), row).getFunction());
  }

  private static SqlNode parsed(String sql) throws SqlParseException {
    SqlParser.Config names =
        SqlParser.config().withUnquotedCasing(Casing.TO_LOWER).withQuotedCasing(Casing.UNCHANGED);
    return SqlParser.create(sql, names).parseExpression();
  }

  private static CalciteCatalogReader noTables(JavaTypeFactory types) {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteCatalogReader(
        CalciteSchema.createRootSchema(false),
        List.of(),
        types,
        new CalciteConnectionConfigImpl(properties));
  }

  /** With its names and types resolved, over a row of the one text. */
  private static RexNode checked(
      SqlNode parsed, RelDataType text, RexBuilder builder, CalciteCatalogReader noTables) {
    SqlValidator validator =
        SqlValidatorUtil.newValidator(
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL),
            noTables,
            builder.getTypeFactory(),
            SqlValidator.Config.DEFAULT);
    SqlNode valid = validator.validateParameterizedExpression(parsed, Map.of(NAME, text));
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (type, query, schema, view) -> {
              throw new IllegalStateException("there are no views");
            },
            validator,
            noTables,
            RelOptCluster.create(new VolcanoPlanner(), builder),
            StandardConvertletTable.INSTANCE,
            SqlToRelConverter.config());
    return converter.convertExpression(valid, Map.of(NAME, builder.makeInputRef(text, 0)));
  }

  private static void requireOfTextAlone(String sql, RexNode expression) {
    if (!SqlTypeName.CHAR_TYPES.contains(expression.getType().getSqlTypeName())) {
      throw refused(
          sql,
          "it makes a value of type %s; a step makes a text: CAST(... AS VARCHAR)"
              .formatted(expression.getType()),
          null);
    }
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (!call.getOperator().isDeterministic() || call.getOperator().isDynamicFunction()) {
              throw refused(
                  sql,
                  "%s is not of the text alone, so the same text would not always become the same"
                      .formatted(call.getOperator().getName()),
                  null);
            }
            return super.visitCall(call);
          }

          @Override
          public Void visitSubQuery(RexSubQuery query) {
            throw refused(sql, "a query within it is not of the text alone", null);
          }
        });
  }

  private static IllegalArgumentException refused(
      String sql, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "step 'sql' takes an SQL expression of a text, which it calls 'text'; found '%s': %s"
            .formatted(sql, why),
        cause);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * The text that it makes.
   *
   * @throws UncleanException if it cannot be evaluated of this one
   */
  @Override
  public @Nullable String apply(@Nullable String text) {
    try {
      return (String) compiled.apply(new OneText(text))[0];
    } catch (RuntimeException e) {
      throw new UncleanException("a text that its SQL expression can be evaluated of");
    }
  }

  /** Texts are of Unicode, and those of a CASE keep their lengths. */
  private static final class UnicodeTypes extends JavaTypeFactoryImpl {
    private UnicodeTypes() {
      super(
          new RelDataTypeSystemImpl() {
            @Override
            public boolean shouldConvertRaggedUnionTypesToVarying() {
              return true;
            }
          });
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }
  }

  /** What an expression is evaluated of. */
  private record OneText(@Nullable String text) implements DataContext {
    @Override
    public @Nullable Object get(String name) {
      return name.equals("inputRecord") ? new Object[] {text} : null;
    }

    @Override
    public @Nullable SchemaPlus getRootSchema() {
      return null;
    }

    @Override
    public @Nullable JavaTypeFactory getTypeFactory() {
      return null;
    }

    @Override
    public @Nullable QueryProvider getQueryProvider() {
      return null;
    }
  }
}
