//! The README's five-minute walk, executed line by line against a running server.

use crate::world::World;

/// The blocks of the README that are to be run: those fenced as `sh`.
fn walk() -> String {
    let readme = include_str!("../../README.md");
    let mut script = String::new();
    let mut inside = false;
    for line in readme.lines() {
        match line.trim_end() {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => {
                script.push_str(line);
                script.push('\n');
            }
            _ => {}
        }
    }
    script
}

#[tokio::test]
async fn the_walk_of_the_readme_works_line_by_line() {
    let world = World::new().await;
    let script = walk();
    assert!(script.lines().count() > 20, "the walk is gone from the README");
    let output = tokio::process::Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .env("PALABRE", &world.base)
        .output()
        .await
        .unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    assert_eq!(said.lines().last(), Some("true"), "the walk ends with the funnel's balance: {said}");
}
