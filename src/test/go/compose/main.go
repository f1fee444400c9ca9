// Prints what compose-go makes of the cases in the files that are named: one JSON object, by the case's name what it
// loads as, or that it refuses the input. See ComposeCases for the form of a case. With -config DIR it writes for each
// case DIR/NAME/project, its files, and DIR/NAME/config.yaml, what "docker compose config" prints of it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

// A case is a folder of files, and how it is loaded.
type composeCase struct {
	name  string
	files map[string]string
	args  []string
}

func main() {
	logrus.SetOutput(io.Discard)
	answers := map[string]any{}
	files, configs := os.Args[1:], ""
	if len(files) > 1 && files[0] == "-config" {
		files, configs = files[2:], files[1]
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			fatal(err)
		}
		for _, c := range parse(string(text)) {
			if _, twice := answers[c.name]; twice {
				fatal(fmt.Errorf("two cases have the name %s", c.name))
			}
			if configs != "" {
				writeConfig(c, filepath.Join(configs, c.name))
				answers[c.name] = nil
				continue
			}
			answers[c.name] = answer(c)
		}
	}
	if configs != "" {
		return
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(answers); err != nil {
		fatal(err)
	}
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A line "== NAME [ARGUMENT …]" begins a case, a line "-- FILE" a file of it; what has no file's name is compose.yaml.
func parse(text string) []composeCase {
	var cases []composeCase
	file := ""
	for _, line := range strings.SplitAfter(text, "\n") {
		trimmed := strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(trimmed, "== "):
			words := strings.Fields(trimmed[3:])
			cases = append(cases, composeCase{name: words[0], files: map[string]string{}, args: words[1:]})
			file = "compose.yaml"
		case len(cases) == 0:
		case strings.HasPrefix(trimmed, "-- "):
			file = trimmed[3:]
			cases[len(cases)-1].files[file] = ""
		default:
			cases[len(cases)-1].files[file] += line
		}
	}
	return cases
}

func answer(c composeCase) any {
	dir, err := os.MkdirTemp("", "compose")
	if err != nil {
		fatal(err)
	}
	defer os.RemoveAll(dir)
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		fatal(err)
	}
	dir = filepath.Join(dir, "project")
	project, err := loadIn(dir, c)
	if err != nil {
		return map[string]string{"refused": placeless(err.Error(), dir)}
	}
	loaded, err := project.MarshalJSON()
	if err != nil {
		return map[string]string{"refused": placeless(err.Error(), dir)}
	}
	var value any
	if err := json.Unmarshal([]byte(placeless(string(loaded), dir)), &value); err != nil {
		fatal(err)
	}
	return value
}

// What is refused gets no config.yaml.
func writeConfig(c composeCase, dir string) {
	project, err := loadIn(filepath.Join(dir, "project"), c)
	if err != nil {
		return
	}
	config, err := project.MarshalYAML()
	if err != nil {
		return
	}
	// As the command does: nothing in it is to be taken for a variable.
	config = []byte(strings.ReplaceAll(string(config), "$", "$$"))
	path := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(path, config, 0o644); err != nil {
		fatal(err)
	}
	first, err := project.MarshalJSON()
	if err != nil {
		fatal(err)
	}
	second, why := []byte{}, ""
	again, err := loadIn(filepath.Join(dir, "project"), again(c))
	if err == nil {
		second, err = again.MarshalJSON()
	}
	if err != nil {
		why = "it refuses what it has printed: " + err.Error()
	} else if string(first) != string(second) {
		why = "it reads something else in what it has printed"
	}
	if why != "" {
		if err := os.WriteFile(filepath.Join(dir, "config.not"), []byte(why), 0o644); err != nil {
			fatal(err)
		}
	}
}

// The same project by what was printed of it; the variables of secrets are not in it.
func again(c composeCase) composeCase {
	args := []string{"-f", "../config.yaml", "--profile", "*"}
	for i := 0; i < len(c.args); i++ {
		switch c.args[i] {
		case "-f", "--profile":
			i++
		default:
			args = append(args, c.args[i])
		}
	}
	return composeCase{name: c.name, files: c.files, args: args}
}

func loadIn(dir string, c composeCase) (*types.Project, error) {
	for name, content := range c.files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			fatal(err)
		}
	}
	// COMPOSE_FILE names files from where the command is run.
	back, err := os.Getwd()
	if err != nil {
		fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		fatal(err)
	}
	project, err := load(dir, c)
	if err := os.Chdir(back); err != nil {
		fatal(err)
	}
	return project, err
}

// The folder is another one each time.
func placeless(text, dir string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, dir, "/project"), filepath.Dir(dir), "")
}

// The arguments are -f FILE, -p NAME, --profile NAME, --env-file FILE and NAME=VALUE for a variable of the environment.
func load(dir string, c composeCase) (*types.Project, error) {
	var files, profiles, envFiles, variables []string
	name := ""
	for i := 0; i < len(c.args); i++ {
		switch arg := c.args[i]; arg {
		case "-f", "-p", "--profile", "--env-file":
			i++
			switch arg {
			case "-f":
				files = append(files, filepath.Join(dir, c.args[i]))
			case "-p":
				name = c.args[i]
			case "--profile":
				profiles = append(profiles, c.args[i])
			default:
				envFiles = append(envFiles, filepath.Join(dir, c.args[i]))
			}
		default:
			variables = append(variables, arg)
		}
	}
	os.Setenv("HOME", "/home/dora")
	options := []cli.ProjectOptionsFn{
		cli.WithWorkingDirectory(dir), cli.WithEnv(variables), cli.WithEnvFiles(envFiles...), cli.WithDotEnv,
		cli.WithConfigFileEnv, cli.WithDefaultConfigPath, cli.WithDefaultProfiles(profiles...),
	}
	if name != "" {
		options = append(options, cli.WithName(name))
	}
	loading, err := cli.NewProjectOptions(files, options...)
	if err != nil {
		return nil, err
	}
	return loading.LoadProject(context.Background())
}
